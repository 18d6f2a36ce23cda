// Runs on a bare clone, before anything is installed, and on any Node that knows ES modules: so that an old one gets
// a sentence instead of a syntax error, this file only looks at the version and uses nothing new.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 9)) {
  console.error(
    'Onrecord needs Node.js 20.9 or later, and this is ' +
      process.versions.node +
      '. Install a newer one from https://nodejs.org and try again.',
  );
  process.exit(1);
} else {
  import('./launcher.mjs').then(
    ({ launch }) => launch(process.argv.slice(2)),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
}
