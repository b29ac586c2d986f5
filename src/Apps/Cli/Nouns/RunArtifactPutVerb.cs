using System.CommandLine;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Keeps a file of this machine with a run; it goes out as it is read.</summary>
internal sealed class RunArtifactPutVerb : Verb
{
    private readonly Argument<string> _run = new("run") { Description = "run as the list shows it" };
    private readonly Argument<string> _file = new("file") { Description = "file to keep" };
    private readonly Option<string?> _path = new("--path") { Description = "path to keep it under; the file's name unless said", HelpName = "path" };

    public override string Path => "runs artifacts put";

    public override string Summary => "Keep a file with a run that a client made";

    public override IReadOnlyList<string> Examples => ["cairn runs artifacts put brisk-gull report.json", "cairn runs artifacts put brisk-gull out/roc.png --path plots/roc.png --json"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_run);
        command.Add(_file);
        command.Add(_path);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var file = call.Value(_file);
        if (!File.Exists(file))
        {
            throw new UsageException($"there is no file '{file}'");
        }
        var address = await RunArtifactGetVerb.AddressAsync(call, call.Value(_run), call.Value(_path) ?? System.IO.Path.GetFileName(file), cancel);
        await using var content = File.OpenRead(file);
        using var body = new StreamContent(content);
        call.Show(await call.Client.SendAsync(HttpMethod.Put, address, body, cancel), new RecordPrinter(call.Terminal).Print);
        return ExitCode.Ok;
    }
}
