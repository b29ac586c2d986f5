using System.Text.Json.Nodes;
using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Projects.Keys;

internal static class ProjectKeys
{
    private static readonly Key<string> Name = new("name", Of.Name, "the project's name", required: true);
    private static readonly Key<string> Owner = new("owner", Of.Person, "id of the person who answers for it");
    private static readonly Key<string> Purpose = new("purpose", Of.Text, "what it is for, in a sentence");
    private static readonly Key<string> UseCase = new("use_case", Of.Text, "kind of use case");

    private static readonly Key<IReadOnlyDictionary<string, IReadOnlyList<string>>> People = new(
        "people", new MapShape<IReadOnlyList<string>>("roles with their people", Of.OneOrList(Of.Person), NameRule.OneOf("role", Roles.All)), "person ids by role");

    private static readonly Key<ServingMode> Serving = new("serving", Of.Enum<ServingMode>("way of serving"), "how predictions are given; online unless said");
    private static readonly Key<IReadOnlyList<string>> Apps = new("apps", Of.OneOrList(Of.Name), "applications that call the model") { AlsoKnownAs = ["applications"] };
    private static readonly Key<TimeSpan> Cadence = new("cadence", Of.DurationWithin(TimeSpan.FromHours(1), TimeSpan.FromDays(92)), "how often a new version is expected, 1h to 92d");
    private static readonly Key<AssessmentProfile> Profile = new("profile", Of.Enum<AssessmentProfile>("profile"), "how strict the assessment is; solo unless said");
    private static readonly Key<int> Target = new("target", Of.Int(0, 4), "level aimed at, 0 to 4");

    private static readonly Key<Goal> Goal = new("goal", Of.Pattern("a goal", Projects.Goal.Parse, Projects.Goal.Pattern), "by which metric runs are ranked: max or min, and the metric");
    private static readonly Key<string> JudgedOn = new("judged_on", Of.Text, "digest of the data that ranked runs were evaluated on, as the runs name it");

    private static readonly Key<TriggerBudget> Budget = new("budget", BudgetKeys.Shape, "the most that all its triggers together may spend in a day");

    private static readonly Key<IReadOnlyDictionary<string, string>> Answers = new(
        "answers", new MapShape<string>("questions with their answers", Of.Text, NameRule.Names), "answers to the questions of the level advice");

    public static readonly Shape<ProjectInfo> Shape = new BlockShape<ProjectInfo>(
        "project", "what the project is and who stands behind it", [Name, Owner, Purpose, UseCase, People, Serving, Apps, Cadence, Profile, Target, Goal, JudgedOn, Budget, Answers], Build)
    {
        Short = (node, path, context) => Of.Name.TryRead(node, path, context, out var name) ? new ProjectInfo(name) : null,
        ShortSchema = new JsonObject { ["type"] = "string", ["pattern"] = NameRule.NamePattern },
    };

    private static ProjectInfo Build(Fields f) => new(f.Need(Name))
    {
        Owner = f.Get(Owner),
        Purpose = f.Get(Purpose),
        UseCase = f.Get(UseCase),
        People = f.Map(People),
        Serving = f.Or(Serving, ServingMode.Online),
        Apps = f.List(Apps),
        Cadence = f.Value(Cadence),
        Profile = f.Or(Profile, AssessmentProfile.Solo),
        Target = f.Value(Target),
        Goal = f.Get(Goal),
        JudgedOn = f.Get(JudgedOn),
        Budget = f.Get(Budget),
        Answers = f.Map(Answers),
    };
}
