using System.Text.Json.Nodes;

namespace Cairn.Cli.Output;

/// <summary>
/// The steps of a run on stderr. On a terminal the lines stand and are redrawn when they differ (the caller asks
/// a few times a second); elsewhere one line for each change of state.
/// </summary>
internal sealed class StepProgress(Terminal terminal)
{
    private readonly Dictionary<string, string> _seen = [];
    private int _drawn;
    private string _last = "";

    /// <param name="steps">Objects with <c>step</c>, <c>state</c> and, where known, <c>duration_ms</c>, <c>why</c> and <c>failure</c>.</param>
    public void Show(JsonArray steps)
    {
        if (terminal.ErrorIsTty)
        {
            Redraw([.. steps.OfType<JsonObject>().Select(Line)]);
            return;
        }
        foreach (var step in steps.OfType<JsonObject>())
        {
            var (name, state) = (Name(step), State(step));
            if (_seen.GetValueOrDefault(name) != state)
            {
                _seen[name] = state;
                terminal.Error.WriteLine(Line(step));
            }
        }
    }

    private void Redraw(IReadOnlyList<string> lines)
    {
        var text = string.Join('\n', lines);
        if (text == _last)
        {
            return;
        }
        if (_drawn > 0)
        {
            terminal.Error.Write($"\u001b[{_drawn}A");
        }
        foreach (var line in lines)
        {
            terminal.Error.Write($"\u001b[2K{line}\n");
        }
        (_drawn, _last) = (lines.Count, text);
    }

    private string Line(JsonObject step)
    {
        var state = State(step);
        var mark = terminal.ErrorPaint.State(state, States.MarkOf(state));
        var seconds = JsonText.Number(step["duration_ms"]) is { } ms and > 0 ? $"  {ms / 1000:0.0} s" : "";
        var note = JsonText.Raw(JsonText.Find(step, "failure|why"));
        return $"  {mark}  {Name(step),-12}  {state}{seconds}{(note.Length > 0 ? "  " + note : "")}";
    }

    private static string Name(JsonObject step) => JsonText.Raw(step["step"]);

    private static string State(JsonObject step) => JsonText.Raw(step["state"]);
}
