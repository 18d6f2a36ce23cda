<?php
// install.php ROOT: sets a fresh site up and prints its users' application passwords as JSON.
[, $root] = $argv;
$url = getenv('SITE_URL');
$_SERVER['HTTP_HOST'] = parse_url($url, PHP_URL_HOST) . ':' . parse_url($url, PHP_URL_PORT);
$_SERVER['SERVER_NAME'] = parse_url($url, PHP_URL_HOST);
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
define('WP_INSTALLING', true);
require $root . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
add_filter('pre_wp_mail', fn() => true);
$made = wp_install('Test Gazette', 'admin', 'admin@example.test', false, '', bin2hex(random_bytes(16)));
update_option('permalink_structure', '/%year%/%monthnum%/%day%/%postname%/');
update_option('timezone_string', 'UTC');
flush_rewrite_rules();
$users = [];
foreach (['admin' => null, 'editor' => 'editor', 'author' => 'author'] as $login => $role) {
  $id = $role === null
    ? $made['user_id']
    : wp_insert_user([
      'user_login' => $login,
      'user_pass' => bin2hex(random_bytes(16)),
      'user_email' => "$login@example.test",
      'role' => $role,
    ]);
  [$password] = WP_Application_Passwords::create_new_application_password($id, ['name' => 'newsroom']);
  $users[$login] = ['login' => $login, 'appPassword' => $password];
}
echo json_encode(['version' => $GLOBALS['wp_version'], 'users' => $users]), "\n";
