using System.Collections.Frozen;

namespace Cairn.Cli.Output;

/// <summary>The tone and the ASCII mark of every state word that the server uses.</summary>
internal static class States
{
    private static readonly FrozenDictionary<string, Tone> Tones = new (Tone Tone, string Words)[]
    {
        (Tone.Good, "ok done adopted fired succeeded passed pass met active ready healthy closed verified finished promoted resolved earned yes serving cached"),
        (Tone.Moving, "running progressing shifting baking warming shadowing validating promoting observing ingesting started"),
        (Tone.Waiting, "waiting queued pending paused held hold draft grace frozen awaiting_approval awaiting_promotion scheduled offered at_risk"),
        (Tone.Bad, "failed fail error breached open quarantined aborted rolled_back rolling_back refused lost killed timed_out no revoked"),
        (Tone.Unknown, "unknown skipped superseded cancelled canceled expired none"),
    }.SelectMany(group => group.Words.Split(' ').Select(word => (word, group.Tone))).ToFrozenDictionary(pair => pair.word, pair => pair.Tone);

    public static Tone ToneOf(string word) => Tones.GetValueOrDefault(word.ToLowerInvariant().Replace(' ', '_').Replace('-', '_'));

    public static string MarkOf(string word) => ToneOf(word) switch
    {
        Tone.Good => "ok",
        Tone.Moving => ">>",
        Tone.Waiting => "..",
        Tone.Bad => "xx",
        Tone.Unknown => "??",
        _ => "--",
    };
}
