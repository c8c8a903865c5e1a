"""Where people and clocks come in: command line, web page and scheduler. No decisions and no effects of their own."""
