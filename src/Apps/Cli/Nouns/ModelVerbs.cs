using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal static class ModelVerbs
{
    public static IReadOnlyList<Verb> All =>
    [
        new ListVerb("models list", "Registered models", "projects/{project}/models",
            Column.Text("MODEL", "name"), Column.Number("VERSIONS", "versions|version_count"), Column.Text("CHAMPION", "champion|aliases.champion"),
            Column.Ago("CHANGED", "updated_at|created_at"))
        {
            Next = "next: cairn versions list {first}",
        },
        new RouteVerb(HttpMethod.Get, "models show", "One model: aliases, environments, versions", "projects/{project}/models/{model}", "delay", "delay --json"),
        new ModelAliasVerb(),
        new ModelCardVerb(),
        new ModelDescribeVerb(),
        new ModelImportVerb(),
        new ListVerb("versions list", "Versions of a model, newest first", "projects/{project}/models/{model}/versions",
            Column.Number("VERSION", "number|version"), Column.State("STATE", "state|status"), Column.Text("ALIASES", "aliases"), Column.Text("RUN", "run|run_id"),
            Column.Number("AUC", "metrics.auc|auc", 3), Column.Digest("DIGEST", "digest"), Column.Ago("MADE", "registered_at|created_at"))
        {
            Example = "delay",
        },
        new RouteVerb(HttpMethod.Get, "versions show", "One version: digest, signature, source run, gates", "projects/{project}/models/{model}/versions/{version}", "delay 14", "delay 14 --json"),
    ];
}
