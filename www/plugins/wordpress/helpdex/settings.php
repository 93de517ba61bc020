<?php
/**
 * The page Settings → helpdex: where the bundle is.
 *
 * @package helpdex
 */

defined( 'ABSPATH' ) || exit;

add_action( 'admin_init', 'helpdex_register_setting' );
add_action( 'admin_menu', 'helpdex_add_page' );

/** Registers the option, with the cleaning of what is typed. */
function helpdex_register_setting() {
	register_setting(
		'helpdex',
		HELPDEX_OPTION,
		array(
			'type'              => 'string',
			'default'           => HELPDEX_DEFAULT,
			'sanitize_callback' => 'helpdex_sanitize',
		)
	);
}

/**
 * Refuses what is no address, and keeps the one there was.
 *
 * @param string $typed Address as it was typed.
 * @return string
 */
function helpdex_sanitize( $typed ) {
	$address = helpdex_address( $typed );
	if ( '' === $address ) {
		add_settings_error( HELPDEX_OPTION, 'helpdex', __( 'The address of the bundle has to begin with /, http:// or https://.', 'helpdex' ) );
		return get_option( HELPDEX_OPTION, HELPDEX_DEFAULT );
	}
	return $address;
}

/** Puts the page into the menu of whoever may change settings. */
function helpdex_add_page() {
	add_options_page( 'helpdex', 'helpdex', 'manage_options', 'helpdex', 'helpdex_page' );
}

/** Writes the page. */
function helpdex_page() {
	?>
	<div class="wrap">
		<h1>helpdex</h1>
		<form action="options.php" method="post">
			<?php settings_fields( 'helpdex' ); ?>
			<table class="form-table" role="presentation"><tr>
				<th scope="row"><label for="helpdex-src"><?php esc_html_e( 'Address of the bundle', 'helpdex' ); ?></label></th>
				<td>
					<input class="regular-text" id="helpdex-src" name="<?php echo esc_attr( HELPDEX_OPTION ); ?>" value="<?php echo esc_attr( get_option( HELPDEX_OPTION, HELPDEX_DEFAULT ) ); ?>" aria-describedby="helpdex-hint">
					<p class="description" id="helpdex-hint"><?php esc_html_e( 'The folder that helpdex build has written, such as /help/. A shortcode may name another: [helpdex src="/other/"].', 'helpdex' ); ?></p>
				</td>
			</tr></table>
			<?php submit_button(); ?>
		</form>
	</div>
	<?php
}
