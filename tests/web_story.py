"""A short article that the tests of the web app share."""

STORY = (
    'The bridge is safe, the transport ministry said on Monday. "We checked every bolt," '
    "Maria Lindqvist told reporters."
)
