from time import sleep as pause


def breathe(seconds):
    if seconds > 0:
        pause(seconds)  # finds DF009
