using System.Collections.Frozen;

namespace Cairn.Platform.Web;

/// <summary>A state as it is shown: colour token, word, icon, and one line that says why (value, limit, n).</summary>
public sealed record Status(Token Token, string Word, string Icon, string? Why = null)
{
    private static readonly FrozenDictionary<string, (Token Token, string Icon)> Known = new Dictionary<string, (Token, string)>(StringComparer.OrdinalIgnoreCase)
    {
        ["Pass"] = (Token.Ok, "circle-check"),
        ["Passed"] = (Token.Ok, "circle-check"),
        ["Succeeded"] = (Token.Ok, "circle-check"),
        ["Healthy"] = (Token.Ok, "circle-check"),
        ["Met"] = (Token.Ok, "circle-check"),
        ["Contract met"] = (Token.Ok, "circle-check"),
        ["On time"] = (Token.Ok, "circle-check"),
        ["Registered"] = (Token.Ok, "circle-check"),
        ["Flowing"] = (Token.Ok, "circle-check"),
        ["Ready"] = (Token.Ok, "circle-check"),
        ["Completed"] = (Token.Ok, "circle-check"),
        ["Finished"] = (Token.Ok, "circle-check"),
        ["Active"] = (Token.Ok, "circle-check"),
        ["Promoted"] = (Token.Ok, "circle-check"),
        ["Closed"] = (Token.Ok, "circle-check"),
        ["Better"] = (Token.Ok, "circle-check"),
        ["Superseded"] = (Token.Ok, "arrow-up-right"),
        ["Running"] = (Token.Run, "loader-2"),
        ["Canary"] = (Token.Run, "loader-2"),
        ["Baking"] = (Token.Run, "loader-2"),
        ["Shadow"] = (Token.Run, "loader-2"),
        ["Warming"] = (Token.Run, "loader-2"),
        ["Release in progress"] = (Token.Run, "loader-2"),
        ["Grace"] = (Token.Warn, "hourglass"),
        ["Stale"] = (Token.Warn, "clock"),
        ["Late"] = (Token.Warn, "clock"),
        ["At risk"] = (Token.Warn, "alert-triangle"),
        ["Quarantined"] = (Token.Warn, "shield-x"),
        ["Rolled back"] = (Token.Warn, "arrow-back-up"),
        ["Open"] = (Token.Warn, "alert-triangle"),
        ["Paused"] = (Token.Warn, "player-pause"),
        ["Acknowledged"] = (Token.Warn, "eye"),
        ["Fail"] = (Token.Fail, "circle-x"),
        ["Failed"] = (Token.Fail, "circle-x"),
        ["Refused"] = (Token.Fail, "circle-x"),
        ["Aborted"] = (Token.Fail, "circle-x"),
        ["Broken"] = (Token.Fail, "circle-x"),
        ["Worse"] = (Token.Fail, "circle-x"),
        ["Killed"] = (Token.Fail, "circle-x"),
        ["Breached"] = (Token.Fail, "alert-triangle"),
        ["Unknown"] = (Token.Idle, "help-circle"),
        ["Hold"] = (Token.Idle, "hourglass"),
        ["Waiting"] = (Token.Idle, "clock"),
        ["Queued"] = (Token.Idle, "clock"),
        ["Scheduled"] = (Token.Idle, "clock"),
        ["Cooling down"] = (Token.Idle, "hourglass"),
        ["Cached"] = (Token.Idle, "copy"),
        ["Skipped"] = (Token.Idle, "minus"),
        ["Not applicable"] = (Token.Idle, "minus"),
        ["Cancelled"] = (Token.Idle, "ban"),
        ["Indicator"] = (Token.Idle, "activity"),
        ["Archived"] = (Token.Idle, "archive"),
        ["Attested"] = (Token.Attest, "rosette-discount-check"),
        ["Accepted"] = (Token.Ok, "circle-check"),
        ["Fired"] = (Token.Ok, "bolt"),
        ["Serving"] = (Token.Ok, "circle-check"),
        ["Fresh"] = (Token.Ok, "circle-check"),
        ["Missing"] = (Token.Warn, "clock"),
        ["Warned"] = (Token.Warn, "alert-triangle"),
        ["Timed out"] = (Token.Fail, "circle-x"),
        ["Out of memory"] = (Token.Fail, "circle-x"),
        ["Lost"] = (Token.Fail, "circle-x"),
        ["Joined"] = (Token.Ok, "bolt"),
        ["Held"] = (Token.Idle, "hourglass"),
        ["Empty"] = (Token.Idle, "circle-dashed"),
        ["Retired"] = (Token.Idle, "archive"),
        ["Not run"] = (Token.Idle, "circle-dashed"),
        ["Started"] = (Token.Run, "loader-2"),
        ["Waived"] = (Token.Attest, "flag"),
        ["Needs approval"] = (Token.Attest, "user"),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The token's name as the stylesheet spells it.</summary>
    public string Css => Token.Css();

    /// <summary>A known state by its word; an unknown word is shown as it is, grey with a question mark.</summary>
    public static Status Of(string word, string? why = null) =>
        Known.TryGetValue(word, out var known) ? new(known.Token, word, known.Icon, why) : new(Token.Idle, word, "help-circle", why);

    /// <summary>A state as rooms store it (<c>timed-out</c>, <c>succeeded</c>) in the words of the interface.</summary>
    public static Status OfState(string state, string? why = null)
    {
        var word = state.Replace('-', ' ').Replace('_', ' ').ToLowerInvariant();
        return Of(word.Length == 0 ? "Unknown" : char.ToUpperInvariant(word[0]) + word[1..], why);
    }

    /// <summary>A state in words of its own, such as "1 breached".</summary>
    public static Status Of(Token token, string word, string? why = null) => new(token, word, token.Icon(), why);
}
