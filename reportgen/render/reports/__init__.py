"""Documents for organisers and archivists: workbooks, the call list, the report of answers, the finding aid."""
