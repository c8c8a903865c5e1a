"""Letters after an edition is sealed: release, hold, send, settle, test copies, bounces, forecast and simulation."""
