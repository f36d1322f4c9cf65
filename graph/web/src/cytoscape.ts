// cytoscape with its one layout; a part of its own, for the pages that need it.
import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";
import { adoptStyles } from "./styles";

adoptStyles();
cytoscape.use(fcose as cytoscape.Ext);
export default cytoscape;
