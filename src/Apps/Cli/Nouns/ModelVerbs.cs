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
        new RouteVerb(HttpMethod.Post, "models register", "Make a version of what a run or a logged model holds", "projects/{project}/models/{model}/versions",
            "delay --run brisk-gull --path model", "delay --logged-model m-0921339cc899911465c75445527a3d29 --json")
        {
            Fields =
            [
                new("run", "run whose files it is made from, as the list shows it"), new("path", "folder of the run that holds the model; see runs artifacts list"),
                new("logged_model", "id of a logged model, instead of a run"), new("description", "what is to be known of it"),
            ],
            Done = "registered version {number}; cairn models alias {model}/{number} candidate gives it a name",
        },
        new TagVerb("models tag", "Set or take away tags of a version, or of a model", ("version", "model and version: delay/14, or the model alone"), Place,
            "delay/14 reviewed=yes team=delays", "delay --delete team --json"),
        new ModelAliasVerb(),
        new ModelCardVerb(),
        new ModelDescribeVerb(),
        new ModelImportVerb(),
        new RouteVerb(HttpMethod.Delete, "models delete", "Delete a model with all versions, aliases and tags, for good", "projects/{project}/models/{model}", "delay", "delay --json") { Done = "{model} is deleted, and its name free again" },
        new ListVerb("versions list", "Versions of a model, newest first", "projects/{project}/models/{model}/versions",
            Column.Number("VERSION", "number|version"), Column.State("STATE", "state|status"), Column.Text("ALIASES", "aliases"), Column.Text("RUN", "run|run_id"),
            Column.Number("AUC", "metrics.auc|auc", 3), Column.Digest("DIGEST", "digest"), Column.Ago("MADE", "registered_at|created_at"))
        {
            Example = "delay",
        },
        new RouteVerb(HttpMethod.Get, "versions show", "One version: digest, signature, source run, gates", "projects/{project}/models/{model}/versions/{version}", "delay/14", "delay/14 --json"),
        new RouteVerb(HttpMethod.Delete, "versions delete", "Delete a version that no endpoint serves, for good", "projects/{project}/models/{model}/versions/{version}", "delay/14", "delay/14 --json") { Done = "version {version} of {model} is deleted; its number is not given again" },
    ];

    private static (string, (string, string)[]) Place(string named) => named.Contains('/', StringComparison.Ordinal)
        ? ("projects/{project}/models/{model}/versions/{version}", VersionName.Read(named)) : ("projects/{project}/models/{model}", [("model", named)]);
}
