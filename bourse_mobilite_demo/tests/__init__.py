from . import test_outbox, test_story
