<?php
// Installs WordPress into an empty database, switches helpdex on and writes the pages of the test. Prints nothing.
$_SERVER['HTTP_HOST'] = parse_url( $argv[2], PHP_URL_HOST ) . ':' . parse_url( $argv[2], PHP_URL_PORT );
define( 'WP_INSTALLING', true );
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
add_filter( 'pre_wp_mail', '__return_true' );
wp_install( 'Acme', 'admin', 'admin@acme.example', true, '', 'a password of the test' );
update_option( 'siteurl', $argv[2] );
update_option( 'home', $argv[2] );
$error = activate_plugin( 'helpdex/helpdex.php' );
if ( is_wp_error( $error ) ) {
	fwrite( STDERR, $error->get_error_message() );
	exit( 1 );
}
$pages = array(
	'search'  => array( 'Help', "<!-- wp:paragraph --><p>Ask us.</p><!-- /wp:paragraph -->\n<!-- wp:shortcode -->[helpdex]<!-- /wp:shortcode -->" ),
	'hostile' => array( 'Hostile', '[helpdex src="javascript:alert(1)"][helpdex preset=\'x" onfocus="window.hacked=1\' label="<img src=x onerror=window.hacked=1>" placeholder=\'"><script>window.hacked=1</script>\']' ),
	'refund'  => array( 'Get a refund', '<p>You have thirty days to ask for your money back.</p>' ),
	'reset'   => array( 'Reset your password', '<p>Open the sign-in page and choose Forgotten password.</p>' ),
);
foreach ( $pages as $name => list( $title, $content ) ) {
	wp_insert_post( array( 'post_type' => 'page', 'post_status' => 'publish', 'post_name' => $name, 'post_title' => $title, 'post_content' => $content ) );
}
