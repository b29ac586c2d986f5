namespace Cairn.Contracts.Projects;

/// <summary>One side of a comparison, or a part of it.</summary>
public abstract record Operand
{
    /// <returns>Null when a metric is missing, is no number where one is needed, or the result is not finite.</returns>
    internal abstract MetricValue? Evaluate(Func<string, MetricValue?> metrics);

    internal virtual IEnumerable<ReferenceOperand> References() => [];
}

/// <summary>A number; <c>1%</c> is 0.01.</summary>
public sealed record NumberOperand(double Value) : Operand
{
    internal override MetricValue? Evaluate(Func<string, MetricValue?> metrics) => Value;
}

/// <summary>A word to compare with, such as <c>passed</c>.</summary>
public sealed record WordOperand(string Word) : Operand
{
    internal override MetricValue? Evaluate(Func<string, MetricValue?> metrics) => Word;
}

/// <summary>A metric by its dotted name: <c>metrics.auc</c>, <c>champion.auc</c>, <c>evaluate.metrics.auc</c>, <c>errors</c>.</summary>
/// <param name="Offset">Characters before it in the condition's text.</param>
public sealed record ReferenceOperand(string Name, int Offset) : Operand
{
    internal override MetricValue? Evaluate(Func<string, MetricValue?> metrics) =>
        metrics(Name) is { } value && (value.Word is not null || double.IsFinite(value.Number ?? double.NaN)) ? value : (MetricValue?)null;

    internal override IEnumerable<ReferenceOperand> References() => [this];
}

/// <summary>Arithmetic: <paramref name="Sign"/> is + - * or /.</summary>
public sealed record BinaryOperand(char Sign, Operand Left, Operand Right) : Operand
{
    internal override MetricValue? Evaluate(Func<string, MetricValue?> metrics)
    {
        if (Left.Evaluate(metrics)?.Number is not { } left || Right.Evaluate(metrics)?.Number is not { } right)
        {
            return null;
        }

        var result = Sign switch { '+' => left + right, '-' => left - right, '*' => left * right, _ => left / right };
        return double.IsFinite(result) ? new MetricValue(result) : (MetricValue?)null;
    }

    internal override IEnumerable<ReferenceOperand> References() => Left.References().Concat(Right.References());
}
