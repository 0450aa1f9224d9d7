"""The lists of the whole house: every app announces its part, the roll collects it and imports nobody."""
