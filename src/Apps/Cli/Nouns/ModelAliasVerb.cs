using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Lets an alias of a model stand for a version, or takes it away.</summary>
internal sealed class ModelAliasVerb : Verb
{
    private const string Route = "projects/{project}/models/{model}/aliases/{alias}";

    private readonly Argument<string> _version = new("version") { Description = "model and version: delay/14; the model alone with --delete" };
    private readonly Argument<string> _alias = new("alias") { Description = "letters, digits, '_' and '-'" };
    private readonly Option<bool> _delete = new("--delete") { Description = "take the alias away" };

    public override string Path => "models alias";

    public override string Summary => "Let an alias stand for a version, or take it away";

    public override IReadOnlyList<string> Examples => ["cairn models alias delay/14 candidate", "cairn models alias delay candidate --delete"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_version);
        command.Add(_alias);
        command.Add(_delete);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var (named, alias) = (call.Value(_version), call.Value(_alias));
        if (call.Value(_delete))
        {
            var gone = await call.RouteAsync(Route, cancel, ("model", named), ("alias", alias));
            await call.Client.DeleteAsync(gone, cancel);
            call.Show(new JsonObject { ["model"] = named, ["alias"] = alias, ["version"] = null }, _ => call.Terminal.Note($"{alias} of {named} is gone"));
            return ExitCode.Ok;
        }
        var parts = VersionName.Read(named);
        var address = await call.RouteAsync(Route, cancel, parts[0], ("alias", alias));
        using var body = new StringContent(new JsonObject { ["version"] = parts[1].Value.TrimStart('#') }.ToJsonString(), Encoding.UTF8, "application/json");
        call.Show(await call.Client.SendAsync(HttpMethod.Put, address, body, cancel), new RecordPrinter(call.Terminal).Print);
        return ExitCode.Ok;
    }
}
