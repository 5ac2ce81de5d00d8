/**
 * What is deployed beside the worker, tried for real: the Terraform modules. Depends on the test
 * servers and on nothing else of the house.
 */
@NullMarked
package dev.rekey.deploy;

import org.jspecify.annotations.NullMarked;
