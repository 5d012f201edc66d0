"""Whether a Word document has the official form: read as it would be printed, recognised part by part, and checked."""
