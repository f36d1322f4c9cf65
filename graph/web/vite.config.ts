// One file for each page that has a script, under fixed names: the templates name them, and ETags tell browsers what changed.
import { defineConfig } from "vite";

export default defineConfig({
  base: "./", // parts are found beside the file that loads them
  publicDir: false,
  build: {
    outDir: "../policykg/assets",
    emptyOutDir: false, // the folder holds .gitkeep; the build script empties it
    assetsDir: "",
    assetsInlineLimit: 0, // no data: addresses, which the Content-Security-Policy would have to allow
    cssCodeSplit: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
    rollupOptions: {
      input: { site: "src/site.ts", network: "src/network.ts", chain: "src/chain.ts", sparql: "src/sparql.ts" },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "part-[name].js",
        assetFileNames: "[name][extname]",
        // what several files share must lie in none of the pages' own: their addresses carry a version, and would load twice
        codeSplitting: { groups: [{ name: "dom", test: /preload-helper|src\/(dom|styles)\.ts/ }] },
      },
    },
  },
});
