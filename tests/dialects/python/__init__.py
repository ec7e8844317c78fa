"""Tests of the Python dialect: a package, so that its builder is not mistaken for another dialect's."""
