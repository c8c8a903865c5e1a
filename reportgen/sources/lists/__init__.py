"""Tables that people save (CSV, XLSX, ODS): sheets, cells, columns, registrations and the programme."""
