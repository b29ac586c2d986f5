using System.CommandLine;
using Cairn.Cli.Frame;

namespace Cairn.Cli.Nouns;

/// <summary>Starts a copy of the data plane. <c>./cairn serve</c> puts it in its own place; this one waits for it.</summary>
internal sealed class ServeVerb : Verb
{
    private readonly Option<string?>[] _options =
    [
        new("--snapshot") { Description = "a file, watched; or the address of a server, followed with the token of CAIRN_TOKEN", HelpName = "file|url", Required = true },
        new("--log") { Description = "folder of its prediction log, and of what it fetched; its own alone", HelpName = "dir", Required = true },
        new("--ship-to") { Description = "the server that its log goes to: whom it follows, unless said; off: the log stays here", HelpName = "url|off" },
        new("--ship-limit") { Description = "most megabytes that its log holds while that server is away; else 4096", HelpName = "mb" },
        new("--port") { Description = "else 8080", HelpName = "n" },
        new("--listen") { Description = "an IP address of this machine, 0.0.0.0 for all; else this machine alone is answered", HelpName = "address" },
        new("--certificate") { Description = "TLS: the server's certificate and those behind it, PEM; with --key", HelpName = "file" },
        new("--key") { Description = "its key, PEM", HelpName = "file" },
        new("--tls") { Description = "off: something before it does TLS, so that --listen needs no certificate", HelpName = "off" },
        new("--access") { Description = "tokens: who comes from elsewhere needs one, as is usual; open: nobody does", HelpName = "tokens|open" },
        new("--audience") { Description = "its name: tokens for another are refused; else cairn", HelpName = "name" },
        new("--allow-http") { Description = "the one host, beyond this machine, that may be asked without TLS", HelpName = "host" },
    ];

    public override string Path => "serve";

    public override string Summary => "Start a copy of the data plane: predictions alone, without a database";

    public override IReadOnlyList<string> Examples =>
        ["cairn serve --snapshot https://cairn.example.org --log /var/lib/cairn-edge --audience edge-1", "cairn serve --snapshot snapshot.json --log serve-log --port 8081"];

    public override void Declare(Command command, SharedOptions shared)
    {
        foreach (var option in _options)
        {
            command.Add(option);
        }
    }

    public override Task<int> RunAsync(Call call, CancellationToken cancel) => call.Words.GetValue(call.Shared.Token) is null
        ? ChildProgram.RunAsync(call, "Serve", _options)
        : throw new UsageException("a copy takes its token from CAIRN_TOKEN alone, so that nobody reads it in the list of processes", "leave --token out and set CAIRN_TOKEN");
}
