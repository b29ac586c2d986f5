using System.CommandLine;
using System.Text;
using Cairn.Cli.Frame;

namespace Cairn.Cli.Nouns;

/// <summary>Prints the card of a version: as Markdown, which reads well in a terminal too, or as JSON.</summary>
internal sealed class ModelCardVerb : Verb
{
    private const string Route = "projects/{project}/models/{model}/versions/{version}/card";

    private readonly Argument<string> _version = new("version") { Description = VersionName.Description };
    private readonly Option<bool> _markdown = new("--markdown") { Description = "as Markdown, also when nothing else is said" };

    public override string Path => "models card";

    public override string Summary => "The card of a version: data, metrics, slices, gates, lineage, and what people wrote";

    public override IReadOnlyList<string> Examples => ["cairn models card delay/14", "cairn models card delay/production --json"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_version);
        command.Add(_markdown);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        if (call.Json && call.Value(_markdown))
        {
            throw new UsageException("--json and --markdown do not go together");
        }
        var address = await call.RouteAsync(Route, cancel, VersionName.Read(call.Value(_version)));
        if (call.Json)
        {
            call.Show(await call.Client.GetAsync(address, cancel), _ => { });
        }
        else
        {
            call.Terminal.Out.Write(Encoding.UTF8.GetString(await call.Client.GetBytesAsync(address + "/markdown", cancel)));
        }
        return ExitCode.Ok;
    }
}
