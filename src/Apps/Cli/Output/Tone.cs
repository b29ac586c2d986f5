namespace Cairn.Cli.Output;

/// <summary>What a state means to the reader.</summary>
internal enum Tone
{
    Plain,
    Good,
    Moving,
    Waiting,
    Bad,
    Unknown,
}
