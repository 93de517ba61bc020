<?php
/**
 * Leaves nothing behind.
 *
 * @package helpdex
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

delete_option( 'helpdex_src' );
