<?php
// Router of `php -S`: files as they are, everything else to WordPress, so that pretty permalinks and /wp-json/ work.
$root = $_SERVER['DOCUMENT_ROOT'];
$path = urldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if ($path !== '/' && is_file($root . $path)) {
  return false;
}
$script = is_file(rtrim($root . $path, '/') . '/index.php') ? rtrim($path, '/') . '/index.php' : '/index.php';
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $script;
$_SERVER['SCRIPT_FILENAME'] = $root . $script;
chdir(dirname($root . $script));
require $root . $script;
