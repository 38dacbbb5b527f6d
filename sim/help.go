package main

import "github.com/spf13/cobra"

// helpCommand replaces cobra's own, which shows the help of mynalab for an unknown command.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "explains a command, like its --help",
		Long: `コマンドの説明を表示します。--help と同じです。

Explains mynalab or one of its commands.`,
		Example: `  mynalab help run
  mynalab help report merge`,
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			about, _, err := c.Root().Find(args)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return subcommands(about), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			about, rest, err := c.Root().Find(args)
			if err != nil {
				return err
			}
			if err := knownCommand(about, rest); err != nil {
				return err
			}
			about.InitDefaultHelpFlag() // without this its help does not list --help
			return about.Help()
		},
	}
}

func subcommands(of *cobra.Command) (names []string) {
	for _, c := range of.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, cobra.CompletionWithDesc(c.Name(), c.Short))
		}
	}
	return names
}

// refuseUnknownHelp keeps `nosuch --help` from showing the help of mynalab: cobra shows help before it checks arguments. For
// an unknown subcommand nothing is shown here, and run reports the error (see unknownSubcommand).
func refuseUnknownHelp(root *cobra.Command) {
	show := root.HelpFunc()
	root.SetHelpFunc(func(c *cobra.Command, args []string) {
		if unknownSubcommand(c) == nil {
			show(c, args)
		}
	})
}

// unknownSubcommand returns the error of a command that was given the name of a subcommand that it does not have, else nil.
func unknownSubcommand(c *cobra.Command) error {
	if !c.HasSubCommands() {
		return nil
	}
	return knownCommand(c, c.Flags().Args())
}
