"""What a question is: kinds, options, responses and scoring rules. Pure: values in, values out."""
