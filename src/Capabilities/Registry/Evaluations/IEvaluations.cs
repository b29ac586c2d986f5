namespace Cairn.Registry;

/// <summary>Evaluations of versions on labelled tables, executed as the <c>evaluate</c> built-in on Compute and kept by content.</summary>
public interface IEvaluations
{
    /// <summary>Evaluates, or answers the kept result for the same model, data and options.</summary>
    /// <param name="tableDigest">Parquet with the label, in the artifact store.</param>
    /// <exception cref="EvaluationException">The model cannot be run on the table, with the reason.</exception>
    Task<Evaluation> EvaluateAsync(string project, ModelVersionView version, string tableDigest, EvaluateOptions options, CancellationToken cancellation = default);

    /// <summary>How the scores of a model lay when it was evaluated first; null when it never was, or when its answers are classes and their scores no single number.</summary>
    Task<ScoreHistogram?> ScoresAsync(string project, string modelDigest, CancellationToken cancellation = default);
}
