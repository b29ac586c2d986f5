using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;

namespace Cairn.Cli.Nouns;

internal static class OutcomeVerbs
{
    public static IReadOnlyList<Verb> All =>
    [
        new OutcomePutVerb(),
        new RouteVerb(HttpMethod.Get, "outcomes summary", "How many outcomes were joined, late, repeated, contradicted or belong to nothing", "projects/{project}/endpoints/{endpoint}/outcomes/summary",
            "delay", "delay --last 7 --json")
        {
            Fields = [new("last", "days to look back, 30 unless said")],
        },
    ];
}
