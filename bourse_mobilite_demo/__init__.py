from . import controllers, models, story
