"""Work on several processes of this machine: started, fed, ended with their parent."""
