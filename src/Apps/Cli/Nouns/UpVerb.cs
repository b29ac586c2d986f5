using System.CommandLine;
using Cairn.Cli.Frame;
using Cairn.Client;

namespace Cairn.Cli.Nouns;

/// <summary>Starts the server. <c>./cairn up</c> puts the server in its own place; this one waits for it.</summary>
internal sealed class UpVerb : Verb
{
    private readonly Option<string?>[] _options =
    [
        new("--port") { Description = $"port of 127.0.0.1; else {CairnClientOptions.DefaultPort}", HelpName = "n" },
        new("--data") { Description = "folder that holds everything", HelpName = "dir" },
        new("--db") { Description = "PostgreSQL instead of SQLite, e.g. postgres://user@host/cairn", HelpName = "url" },
        new("--artifacts") { Description = "folder of the artifact store, also file:///path; else within --data", HelpName = "dir|url" },
        new("--host") { Description = "name under which a proxy may ask for this server", HelpName = "name" },
        new("--public-url") { Description = "address by which a proxy shows it to others, e.g. https://example.org/cairn", HelpName = "url" },
        new("--prober") { Description = "on, or off to start no prober beside the server", HelpName = "on|off" },
        new("--simulated-clock") { Description = "a simulated world that begins at this time; cannot be undone", HelpName = "iso" },
        new("--seed") { Description = "seed of a simulated world; else 0", HelpName = "n" },
    ];

    public override string Path => "up";

    public override string Summary => "Start the server: REST, pages, workers, serving";

    public override IReadOnlyList<string> Examples => ["cairn up", "cairn up --port 8080 --data /var/lib/cairn --db postgres://cairn@db/cairn"];

    public override void Declare(Command command, SharedOptions shared)
    {
        foreach (var option in _options)
        {
            command.Add(option);
        }
    }

    public override Task<int> RunAsync(Call call, CancellationToken cancel) => ChildProgram.RunAsync(call, "Server", _options);
}
