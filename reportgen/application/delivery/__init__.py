"""Letters after an edition is sealed: release, send, test copies, bounces, notices, forecast and simulation."""
