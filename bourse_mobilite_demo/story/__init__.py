"""What has happened in the demonstration, counted from the day it is loaded."""
