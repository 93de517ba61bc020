<?php
/**
 * Plugin Name: helpdex
 * Description: Help-center search that answers while one types, without a search server: the shortcode [helpdex].
 * Version: 0.1.0
 * Requires at least: 6.0
 * Requires PHP: 7.4
 * License: MIT
 * Text Domain: helpdex
 * Domain Path: /languages
 *
 * @package helpdex
 */

defined( 'ABSPATH' ) || exit;

/** Name of the option that holds the address of the bundle. */
const HELPDEX_OPTION = 'helpdex_src';

/** Default address of the bundle. */
const HELPDEX_DEFAULT = '/help/';

/** Attributes of the shortcode that the element is given, with their defaults; "" leaves one out. */
const HELPDEX_ATTRIBUTES = array(
	'mode'        => '',
	'preset'      => '',
	'theme'       => '',
	'reader'      => 'link',
	'shortcut'    => '',
	'lang'        => '',
	'max-results' => '',
	'feedback'    => '',
);

require_once __DIR__ . '/settings.php';

add_action( 'init', 'helpdex_init' );
add_filter( 'script_loader_tag', 'helpdex_script_tag', 10, 3 );

/** Makes the shortcode and its script known. */
function helpdex_init() {
	load_plugin_textdomain( 'helpdex', false, dirname( plugin_basename( __FILE__ ) ) . '/languages' );
	add_shortcode( 'helpdex', 'helpdex_shortcode' );
}

/**
 * The search field: [helpdex src="/help/" label="Search help" placeholder="Describe your problem"].
 *
 * @param array<string, string>|string $given Attributes as they were typed.
 * @return string HTML; a form of WordPress' own search stands in it for people without JavaScript.
 */
function helpdex_shortcode( $given ) {
	$own   = array(
		'src'         => get_option( HELPDEX_OPTION, HELPDEX_DEFAULT ),
		'label'       => __( 'Search help', 'helpdex' ),
		'placeholder' => '',
	);
	$value = shortcode_atts( $own + HELPDEX_ATTRIBUTES, $given, 'helpdex' );
	$src   = helpdex_address( $value['src'] );
	if ( '' === $src ) {
		return '';
	}
	wp_enqueue_script( 'helpdex-' . md5( $src ), helpdex_absolute( $src ) . 'helpdex.js', array(), null, true );
	$attributes = sprintf( ' src="%s"', esc_url( $src ) );
	foreach ( array_keys( HELPDEX_ATTRIBUTES ) as $name ) {
		if ( '' !== $value[ $name ] ) {
			$attributes .= sprintf( ' %s="%s"', $name, esc_attr( $value[ $name ] ) );
		}
	}
	return sprintf(
		'<help-search%s><form role="search" action="%s"><label>%s <input type="search" name="s" placeholder="%s"></label></form></help-search>',
		$attributes,
		esc_url( home_url( '/' ) ),
		esc_html( $value['label'] ),
		esc_attr( $value['placeholder'] )
	);
}

/**
 * An address of a bundle: absolute, or from the root of the host.
 *
 * @param string $address As it was typed.
 * @return string With a slash at its end; "" if it is neither http nor https.
 */
function helpdex_address( $address ) {
	$clean = esc_url_raw( trim( (string) $address ), array( 'http', 'https' ) );
	return '' === $clean ? '' : trailingslashit( $clean );
}

/**
 * WordPress would put its own folder before an address that begins with a slash.
 *
 * @param string $address As helpdex_address gives it.
 * @return string With scheme and host.
 */
function helpdex_absolute( $address ) {
	if ( 0 !== strpos( $address, '/' ) || 0 === strpos( $address, '//' ) ) {
		return $address;
	}
	$home = wp_parse_url( home_url() );
	$port = isset( $home['port'] ) ? ':' . $home['port'] : '';
	return $home['scheme'] . '://' . $home['host'] . $port . $address;
}

/**
 * The loader is a module.
 *
 * @param string $tag    What WordPress would write.
 * @param string $handle Name of the script.
 * @param string $src    Its address.
 * @return string
 */
function helpdex_script_tag( $tag, $handle, $src ) {
	if ( 0 !== strpos( $handle, 'helpdex-' ) ) {
		return $tag;
	}
	// phpcs:ignore WordPress.WP.EnqueuedResources.NonEnqueuedScript -- it is enqueued; WordPress 6.0 cannot write modules.
	return sprintf( '<script type="module" src="%s"></script>' . "\n", esc_url( $src ) );
}
