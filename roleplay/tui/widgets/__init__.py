"""The widgets: each shows plain values that it is given, and tells upwards what the trainee did."""
