using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Clients;
using Cairn.Cli.Frame;
using Cairn.Contracts.Access;

namespace Cairn.Cli.Nouns;

/// <summary>Writes a typed client of an endpoint from its contract.</summary>
internal sealed class ClientGenerateVerb : Verb
{
    private readonly Argument<string> _endpoint = new("endpoint") { Description = "name of the endpoint, e.g. delay or delay.test" };
    private readonly Option<string> _lang = new("--lang") { Description = "csharp", HelpName = "language", DefaultValueFactory = _ => "csharp" };
    private readonly Option<string> _space = new("--namespace") { Description = "namespace of the client", HelpName = "name", DefaultValueFactory = _ => "Cairn.Clients" };

    private readonly Option<string?> _app = new("--app") { Description = "what the application calls itself; unless said, the name of the program that uses the client", HelpName = "name" };

    public override string Path => "client generate";

    public override string Summary => "Write a typed client of an endpoint to standard output";

    public override IReadOnlyList<string> Examples => ["cairn client generate delay > DelayClient.cs", "cairn client generate delay --app board --namespace Board.Predictions > DelayClient.cs"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_endpoint);
        command.Add(_lang);
        command.Add(_space);
        command.Add(_app);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        if (call.Value(_lang) is not "csharp" and var other) throw new UsageException($"--lang {other}: there is csharp only", "cairn client generate delay --lang csharp");
        string space = call.Value(_space)!;
        if (!space.Split('.').All(part => part.Length > 0 && part == CsharpNames.Pascal(part))) throw new UsageException($"--namespace {space}: not a namespace such as Board.Predictions");
        if (call.Value(_app) is { } app && !ApplicationName.IsOne(app)) throw new UsageException($"--app {app}: a name has 1 to 64 letters, digits, dots, hyphens and underscores", "cairn client generate delay --app board");
        JsonNode contract = await call.Client.GetAsync(await call.RouteAsync("projects/{project}/endpoints/{endpoint}/contract", cancel, ("endpoint", call.Value(_endpoint))), cancel)
            ?? throw new UsageException("the server told no contract");
        try
        {
            await call.Terminal.Out.WriteAsync(CsharpClient.Write(ClientContract.Of(contract), space, call.Value(_app)));
        }
        catch (FormatException fault)
        {
            throw new UsageException($"{call.Value(_endpoint)}: {fault.Message}");
        }

        return ExitCode.Ok;
    }
}
