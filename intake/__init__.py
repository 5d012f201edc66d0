"""What comes in: workbook forms, validation and the privacy screen."""
