from . import ir_mail_server, mobility_demo_mail, mobility_demo_story
