print("field")
