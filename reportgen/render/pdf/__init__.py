"""What a PDF is: objects, parts, binding, tags, fonts, fields, metadata and conformance."""
