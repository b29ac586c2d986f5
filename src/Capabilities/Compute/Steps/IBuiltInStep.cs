namespace Cairn.Compute;

/// <summary>A step that comes with Cairn. It runs in a child process with a task's directories and limits, without server or database.</summary>
public interface IBuiltInStep
{
    /// <summary>As in <c>use:</c> of the project file.</summary>
    string Kind { get; }

    /// <summary>Does the work: reads the inputs, writes every output. The answer is the exit code, 0 when all is well.</summary>
    /// <exception cref="StepException">The inputs or parameters do not allow it; its message becomes the reason.</exception>
    int Run(StepContext context);
}
