/** What the player's page needs of the house. */

import { keepForOffline } from "./at-rest.js";

keepForOffline();
