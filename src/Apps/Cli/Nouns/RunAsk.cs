using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;

namespace Cairn.Cli.Nouns;

/// <summary>What a run is asked to be, as <c>run</c> and <c>plan</c> take it.</summary>
internal sealed class RunAsk(string does)
{
    private readonly Argument<string?> _step = new("step") { Description = $"{does} up to this step only", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _commit = new("--commit") { Description = $"commit to {does}; else the newest of the branch", HelpName = "commit" };
    private readonly Option<double?> _sample = new("--sample") { Description = "share of the rows, above 0 and at most 1; makes it an experiment", HelpName = "share" };
    private readonly Option<string[]> _params = new("--param") { Description = "a parameter other than the file's; makes it an experiment", HelpName = "name=value" };

    public void Declare(Command command)
    {
        command.Add(_step);
        command.Add(_commit);
        command.Add(_sample);
        command.Add(_params);
    }

    /// <summary>The body of the request.</summary>
    public JsonObject Body(Call call)
    {
        var body = new JsonObject();
        if (call.Words.GetValue(_step) is { } step)
        {
            body["target"] = step;
        }
        if (call.Value(_commit) is { } commit)
        {
            body["commit"] = commit;
        }
        if (call.Value(_sample) is { } sample)
        {
            body["sample"] = sample;
        }
        if (call.Value(_params) is { Length: > 0 } given)
        {
            body["params"] = Assignments.Read(given);
        }
        return body;
    }
}
