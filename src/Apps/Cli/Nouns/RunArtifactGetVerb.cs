using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;

namespace Cairn.Cli.Nouns;

/// <summary>Fetches a file of a run, to a file of this machine or to stdout, as it comes.</summary>
internal sealed class RunArtifactGetVerb : Verb
{
    private readonly Argument<string> _run = new("run") { Description = "run as the list shows it" };
    private readonly Argument<string> _path = new("path") { Description = "path as the list of its files shows it" };
    private readonly Option<string?> _out = new("--out") { Description = "file to write to, - for stdout; the name of the path unless said", HelpName = "file" };

    public override string Path => "runs artifacts get";

    public override string Summary => "Fetch a file of a run";

    public override IReadOnlyList<string> Examples => ["cairn runs artifacts get brisk-gull model/model.onnx", "cairn runs artifacts get brisk-gull report.json --out -"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_run);
        command.Add(_path);
        command.Add(_out);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var path = call.Value(_path);
        var address = await AddressAsync(call, call.Value(_run), path, cancel);
        var target = call.Value(_out) ?? path[(path.LastIndexOf('/') + 1)..];
        if (target == "-")
        {
            await call.Client.CopyAsync(address, await call.Terminal.BytesAsync(cancel), cancel);
            return ExitCode.Ok;
        }
        await DataGetVerb.WriteAsync(call, address, System.IO.Path.GetFullPath(target), cancel);
        call.Show(new JsonObject { ["file"] = target }, _ => call.Terminal.Out.WriteLine(target));
        return ExitCode.Ok;
    }

    /// <summary>Where a file of a run is; its folders stay folders.</summary>
    internal static async Task<string> AddressAsync(Call call, string run, string path, CancellationToken cancel) =>
        await call.RouteAsync("projects/{project}/runs/{run}/artifacts", cancel, ("run", run)) + "/" + string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
