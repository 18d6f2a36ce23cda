<?php
// unpack.php ARCHIVE FOLDER: Debian's PHP reads zip files, so that neither unzip nor Python is needed.
[, $archive, $folder] = $argv;
(new PharData($archive))->extractTo($folder, null, true);
