"""Form assembly, the sitting, the exam clock, the scaled score and the score report. Pure: values in, values out."""
