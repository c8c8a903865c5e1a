"""The organiser's page: the same journeys as the commands, for who is no programmer."""
