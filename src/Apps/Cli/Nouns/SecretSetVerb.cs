using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;

namespace Cairn.Cli.Nouns;

/// <summary>Sets a secret to what stands on stdin: a value on the command line would be seen by every process and kept by the shell.</summary>
internal sealed class SecretSetVerb : Verb
{
    private readonly Argument<string> _name = new("name") { Description = "name in capitals, as cairn.yaml gives it" };

    public override string Path => "secrets set";

    public override string Summary => "Set a secret to what stands on stdin (< key.txt); it is never shown again";

    public override IReadOnlyList<string> Examples => ["cairn secrets set API_KEY", "cairn secrets set API_KEY --project flight-delay"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_name);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var value = await call.Terminal.In.ReadToEndAsync(cancel);
        value = value.EndsWith("\r\n", StringComparison.Ordinal) ? value[..^2] : value.EndsWith('\n') ? value[..^1] : value;
        if (value.Length == 0)
        {
            throw new UsageException("there is nothing on stdin", $"printf %s \"$VALUE\" | cairn secrets set {call.Value(_name)}");
        }
        var address = await call.RouteAsync("projects/{project}/secrets", cancel);
        var answer = await call.Client.PostAsync(address, new JsonObject { ["name"] = call.Value(_name), ["value"] = value }, cancel);
        call.Show(answer, _ => call.Terminal.Out.WriteLine(call.Value(_name)));
        return ExitCode.Ok;
    }
}
