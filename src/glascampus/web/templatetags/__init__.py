"""What templates of all apps may load: ``{% load campus %}``."""
