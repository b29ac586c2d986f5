namespace Cairn.Cli.Output;

/// <summary>Colours of the 16-colour palette, so that the terminal's theme decides; nothing at all when off.</summary>
internal sealed class Paint(bool on)
{
    public bool On => on;

    public string Red(string text) => Wrap(text, 31);

    public string Green(string text) => Wrap(text, 32);

    public string Yellow(string text) => Wrap(text, 33);

    public string Blue(string text) => Wrap(text, 34);

    public string Dim(string text) => Wrap(text, 2);

    /// <summary>Paints a state's word: ok green, moving blue, waiting yellow, failed red, unknown dim; other words stay plain.</summary>
    public string State(string word, string text) => States.ToneOf(word) switch
    {
        Tone.Good => Green(text),
        Tone.Moving => Blue(text),
        Tone.Waiting => Yellow(text),
        Tone.Bad => Red(text),
        Tone.Unknown => Dim(text),
        _ => text,
    };

    private string Wrap(string text, int code) => on && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
